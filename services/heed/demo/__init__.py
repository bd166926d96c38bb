"""`heed demo`: a simulated pilot on real Kafka, from agencies' systems to alerts and counts."""

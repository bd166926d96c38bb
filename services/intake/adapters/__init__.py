"""One folder a source format: what agencies' systems export, read into case events in the agency's own network."""

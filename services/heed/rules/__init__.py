"""`heed rules`: to write rules, check them, read them in words, and judge what they find."""

"""One bank of self-written fiction a language: topics, furniture words, invented names."""

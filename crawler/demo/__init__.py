"""A small invented news world: two outlets served on loopback and a text dump."""

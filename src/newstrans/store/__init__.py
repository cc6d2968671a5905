"""What the desk remembers: stories, editions, every layer of every text, and a chain of events. Only here is SQL."""

"""How well a feed fits: what it carries, how often, how late, what is refused, and what rules can see of it."""

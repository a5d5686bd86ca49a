"""Who decides: the offices at the table and the powers outside."""

"""What editors do with commitments on the desk: see what is due, propose a status, and decide on what others proposed."""

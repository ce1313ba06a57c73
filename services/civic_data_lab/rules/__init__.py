"""Rules of the data lab, pure: who sees what, what a filter asks for, life cycles and guards."""

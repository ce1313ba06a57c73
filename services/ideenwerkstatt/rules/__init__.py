"""The house's rules, pure: what filters ask for, who sees what, life cycles and the guards of changes."""

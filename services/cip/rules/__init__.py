"""The ministry's rules, pure: who sees what, life cycles and the guards of changes."""

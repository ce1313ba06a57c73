"""Compares our composition with independent composers from npm. Development only: nothing of it is shipped."""

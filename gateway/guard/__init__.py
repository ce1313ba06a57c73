"""Who may ask what: tokens and the authorisation directives."""

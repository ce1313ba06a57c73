"""Where the ministries' services are called: one seam (send), several fillings."""

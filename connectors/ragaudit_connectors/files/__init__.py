"""Files as strangers leave them: names, bytes and folders, without surprises."""

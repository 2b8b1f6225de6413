"""Asks a retriever, and joins what it answers with what is known of the documents."""

"""What can be asked: one module or package a kind of retriever."""

"""What recipients see: pages, search, feeds, the API, sign-up and stop. The only room that knows FastAPI."""

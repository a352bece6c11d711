"""The Ofsted site over HTTP: requests within limits, at a limited rate, to allowed hosts only."""

"""The Ofsted site over HTTP: requests within limits, at our pace, to allowed hosts only."""

"""What good data is: suites as code, values in and a Verdict out. The only room that imports Great Expectations.

Each suite is one module with one public function, `check`. A failed row is set aside with the rule's text; a failed
batch rule, or a rule that could not run, ends the run as failed (docs/decisions/0008).
"""

"""Query logs of running systems: plain lines, OpenTelemetry spans, Langfuse and Phoenix exports."""

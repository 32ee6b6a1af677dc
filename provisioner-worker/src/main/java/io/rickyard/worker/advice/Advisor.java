package io.rickyard.worker.advice;

/** What is looked for. */
public enum Advisor {
  SECURITY,
  PERFORMANCE
}

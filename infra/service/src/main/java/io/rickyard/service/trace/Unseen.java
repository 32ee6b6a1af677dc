package io.rickyard.service.trace;

import io.rickyard.contracts.TraceContext;
import org.jspecify.annotations.Nullable;

/** A span that is not made; what would have hung below it hangs where it would have hung. */
record Unseen(@Nullable TraceContext context) implements Span {

  @Override
  public Span with(String attribute, @Nullable Object value) {
    return this;
  }

  @Override
  public void rename(String name) {}

  @Override
  public void fail(String code) {}

  @Override
  public void end() {}
}

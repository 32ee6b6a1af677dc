package io.rickyard.service.trace;

import io.rickyard.contracts.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work on its way. It is shown once it has ended. May be used by several threads, one
 * after the other.
 */
public interface Span {

  /** Shows nothing and belongs to nothing. */
  Span NONE = new Unseen(null);

  /** The trace in which whatever it sets in motion belongs, with this span as the parent. */
  @Nullable TraceContext context();

  /**
   * Tells something about it.
   *
   * @param attribute one of {@link SpanAttribute}
   * @param value a number, a truth value, or what {@code toString} tells; null tells nothing
   */
  Span with(String attribute, @Nullable Object value);

  /** Names it again, now that more is known. */
  void rename(String name);

  /**
   * It failed.
   *
   * @param code why: stable, and without anything that a user or a secret could have put there
   */
  void fail(String code);

  /** It is over. What is told later is not shown. */
  void end();
}

package io.rickyard.projector.fold;

/** An event that does not fit what is known of its entity. Nothing after it can be applied. */
public final class Inapplicable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Says what does not fit; holds nothing of the event's content. */
  public Inapplicable(String message) {
    super(message);
  }
}

package io.rickyard.auth.factor;

/** A factor cannot be added. */
public final class FactorRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Why why;

  /** The reasons. */
  public enum Why {
    /** There is one of this name. */
    NAME_TAKEN,
    /** There are as many as there may be. */
    TOO_MANY
  }

  /** Says why. */
  public FactorRefused(Why why) {
    super(
        switch (why) {
          case NAME_TAKEN -> "A factor with this friendly name exists already";
          case TOO_MANY -> "Maximum number of verified factors reached, unenroll to continue";
        });
    this.why = why;
  }

  /** Why. */
  public Why why() {
    return why;
  }
}

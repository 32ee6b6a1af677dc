package io.rickyard.stack.blueprint;

import org.jspecify.annotations.Nullable;

/** Blueprints, a release, or what was given to render it are wrong; says which and why. */
public final class BlueprintException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BlueprintException(String message) {
    super(message);
  }

  BlueprintException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

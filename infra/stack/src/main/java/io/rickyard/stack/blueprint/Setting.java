package io.rickyard.stack.blueprint;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A value that is no secret and that whoever renders a release may give.
 *
 * @param name how blueprints refer to it
 * @param form what its text has to be
 * @param preset what it is when none is given
 * @param required whether rendering without it is refused; one that is neither required nor preset
 *     leaves out the optional variables that refer to it
 * @param meaning what it says about the stack
 */
record Setting(
    String name, ValueForm form, @Nullable String preset, boolean required, String meaning) {

  Setting {
    requireNonNull(name, "name");
    requireNonNull(form, "form");
    requireNonNull(meaning, "meaning");
    if (preset != null && (required || !form.accepts(preset))) {
      throw new IllegalArgumentException(
          "The preset of %s is no %s, or it is required".formatted(name, form));
    }
  }
}

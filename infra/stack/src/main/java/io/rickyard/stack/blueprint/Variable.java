package io.rickyard.stack.blueprint;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * An environment variable of a service.
 *
 * @param name its name, as the service reads it
 * @param value its text, with references
 * @param form what the text has to be once its references are resolved
 * @param secret whether whoever reads it can do harm; a secret is made of references alone, apart
 *     from what stands around them in an address
 * @param optional whether it is left out when a value it refers to has none
 * @param needs the service without which it is left out
 * @param meaning what it does
 */
record Variable(
    String name,
    Text value,
    ValueForm form,
    boolean secret,
    boolean optional,
    @Nullable String needs,
    String meaning) {

  Variable {
    requireNonNull(name, "name");
    requireNonNull(value, "value");
    requireNonNull(meaning, "meaning");
    form = form == null ? ValueForm.TEXT : form;
  }
}

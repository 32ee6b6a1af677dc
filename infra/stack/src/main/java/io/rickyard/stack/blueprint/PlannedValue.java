package io.rickyard.stack.blueprint;

/**
 * The value of a variable.
 *
 * @param text what the service reads
 * @param secret whether it may be shown
 */
public record PlannedValue(String text, boolean secret) {

  @Override
  public String toString() {
    return secret ? "(secret)" : text;
  }
}

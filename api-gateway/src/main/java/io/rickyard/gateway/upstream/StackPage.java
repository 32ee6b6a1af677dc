package io.rickyard.gateway.upstream;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of stacks.
 *
 * @param data the page
 * @param next where the next one begins; none after the last
 */
record StackPage(List<StackView> data, @Nullable String next) {
  StackPage {
    requireNonNull(data, "data");
    data = List.copyOf(data);
  }
}

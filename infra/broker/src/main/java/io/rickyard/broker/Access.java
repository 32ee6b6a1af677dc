package io.rickyard.broker;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Who may use the broker. */
public sealed interface Access {

  /**
   * SASL/PLAIN on both listeners, and nothing is allowed that was not granted.
   *
   * @param operator may do everything; makes topics and rights. Its grants are not looked at
   * @param services everyone else
   */
  record Restricted(Account operator, List<Account> services) implements Access {
    /** Checks that no name is used twice. */
    public Restricted {
      requireNonNull(operator, "operator");
      services = List.copyOf(services);
      Set<String> names = new HashSet<>(Set.of(operator.username(), BrokerConfiguration.NODE_USER));
      for (Account service : services) {
        if (!names.add(service.username())) {
          throw new IllegalArgumentException(
              "The broker account '" + service.username() + "' is there twice");
        }
      }
    }
  }

  /** Whoever reaches the port may do everything: for tests only. */
  record Open() implements Access {}
}

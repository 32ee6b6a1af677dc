package io.rickyard.postgres;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which clients a server lets in, apart from the installation itself, which comes from {@linkplain
 * OwnAddress an address of its own} and always may.
 *
 * @param networks in CIDR notation, of both versions of the protocol
 * @param tlsOnly whether what is not encrypted is refused
 */
public record ClientAccess(List<String> networks, boolean tlsOnly) {

  private static final Pattern NETWORK = Pattern.compile("[0-9a-f:.]+/[0-9]{1,3}");

  /** Whoever reaches it. */
  public static final ClientAccess OPEN = new ClientAccess(List.of("0.0.0.0/0"), false);

  /** Checks that the networks look like some: they are written into a server's file. */
  public ClientAccess {
    networks = List.copyOf(networks);
    networks.stream()
        .filter(network -> !NETWORK.matcher(network).matches())
        .findFirst()
        .ifPresent(network -> {
          throw new IllegalArgumentException("'" + network + "' is no network");
        });
  }

  /** The text of pg_hba.conf; whom no line names is refused with SQLSTATE 28000. */
  String text() {
    return Stream.concat(
            Stream.of(line("host", OwnAddress.text() + "/32")),
            networks.stream().map(network -> line(tlsOnly ? "hostssl" : "host", network)))
        .collect(Collectors.joining("", "# Written at each start, and when it changes.\n", ""));
  }

  private static String line(String kind, String network) {
    return "%1$s all all %2$s scram-sha-256\n%1$s replication all %2$s scram-sha-256\n"
        .formatted(kind, network);
  }
}

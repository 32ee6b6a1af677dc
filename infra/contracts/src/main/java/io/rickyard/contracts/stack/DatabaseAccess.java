package io.rickyard.contracts.stack;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Who may open a project's database, and how. Services of the installation and of the stack itself
 * always may.
 *
 * @param allowed networks of the fourth version of the protocol, in CIDR notation
 * @param allowedV6 networks of the sixth
 * @param tlsOnly whether what is not encrypted is refused
 */
public record DatabaseAccess(List<String> allowed, List<String> allowedV6, boolean tlsOnly) {

  /** Every address of the fourth version. */
  public static final String ANY = "0.0.0.0/0";

  /** Every address of the sixth version. */
  public static final String ANY_V6 = "::/0";

  /** The setting that lists the networks of the fourth version. */
  public static final String ALLOWED = "allowed";

  /** The setting that lists those of the sixth. */
  public static final String ALLOWED_V6 = "allowed_v6";

  /** The setting that refuses what is not encrypted. */
  public static final String TLS_ONLY = "tls_only";

  private static final int MOST = 100;
  private static final Pattern FORM = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}");
  private static final Pattern FORM_V6 = Pattern.compile("[0-9a-f:.]*:[0-9a-f:.]*/\\d{1,3}");

  /** Everybody, as they like. */
  public static final DatabaseAccess OPEN =
      new DatabaseAccess(List.of(ANY), List.of(ANY_V6), false);

  /** Checks the networks; the messages are for callers. */
  public DatabaseAccess {
    allowed = checked(requireNonNull(allowed, "allowed"), FORM, true);
    allowedV6 = checked(requireNonNull(allowedV6, "allowedV6"), FORM_V6, false);
  }

  private static List<String> checked(List<String> networks, Pattern form, boolean fourth) {
    if (networks.size() > MOST) {
      throw new IllegalArgumentException("There are at most %d networks".formatted(MOST));
    }
    if (networks.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("A network is an address and a length, not null");
    }
    return networks.stream()
        .map(network -> checked(network.strip().toLowerCase(Locale.ROOT), form, fourth))
        .distinct()
        .toList();
  }

  private static String checked(String network, Pattern form, boolean fourth) {
    if (!form.matcher(network).matches()
        || AddressRange.parse(network).network() instanceof Inet4Address != fourth) {
      throw new IllegalArgumentException(
          "'%s' is no IPv%d network such as %s"
              .formatted(network, fourth ? 4 : 6, fourth ? "203.0.113.0/24" : "2001:db8::/32"));
    }
    return network;
  }

  /**
   * What a project's settings say of it.
   *
   * @throws IllegalArgumentException when they cannot be understood; the message is for callers
   */
  public static DatabaseAccess of(Map<String, String> settings) {
    return new DatabaseAccess(
        networks(settings.getOrDefault(ALLOWED, ANY)),
        networks(settings.getOrDefault(ALLOWED_V6, ANY_V6)),
        Boolean.parseBoolean(settings.getOrDefault(TLS_ONLY, "false")));
  }

  private static List<String> networks(String listed) {
    return listed.isBlank() ? List.of() : List.of(listed.split(","));
  }

  /** The same as settings of a project. */
  public Map<String, String> settings() {
    return Map.of(
        ALLOWED,
        String.join(",", allowed),
        ALLOWED_V6,
        String.join(",", allowedV6),
        TLS_ONLY,
        Boolean.toString(tlsOnly));
  }

  /** Whether addresses are kept out at all. */
  @JsonIgnore
  public boolean restricted() {
    return !allowed.contains(ANY) || !allowedV6.contains(ANY_V6);
  }

  /** Whether who comes from this address may open the database. */
  public boolean allows(InetAddress address) {
    return Stream.concat(allowed.stream(), allowedV6.stream())
        .map(AddressRange::parse)
        .anyMatch(range -> range.contains(address));
  }
}

package io.rickyard.gateway.address;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The headers in which proxies say for whom they ask; each adds its own word at the end. */
enum ForwardedHeader {
  /** What most proxies write: addresses, one after the other. */
  X_FORWARDED_FOR("X-Forwarded-For") {
    @Override
    Optional<InetAddress> hop(String element) {
      return address(element);
    }
  },
  /** RFC 7239: {@code for=192.0.2.1;proto=https, for="[2001:db8::1]:4711"}. */
  FORWARDED("Forwarded") {
    @Override
    Optional<InetAddress> hop(String element) {
      return Arrays.stream(element.split(";", -1))
          .map(String::strip)
          .filter(pair -> pair.regionMatches(true, 0, "for=", 0, 4))
          .findFirst()
          .flatMap(pair -> address(pair.substring(4).replace("\"", "")));
    }
  };

  private static final Pattern IN_BRACKETS =
      Pattern.compile("\\[([0-9A-Fa-f.:]+)](?::[0-9]{1,5})?");
  private static final Pattern WITH_PORT = Pattern.compile("([0-9.]+)(?::[0-9]{1,5})?");
  private static final Pattern BARE = Pattern.compile("[0-9A-Fa-f.:]+");

  private final String headerName;

  ForwardedHeader(String headerName) {
    this.headerName = headerName;
  }

  /** Its name in a request. */
  String headerName() {
    return headerName;
  }

  /** For whom one proxy says that it asks; empty when it says nothing that is an address. */
  abstract Optional<InetAddress> hop(String element);

  /** The words of all proxies, the nearest one's last. */
  static List<String> elements(List<String> lines) {
    List<String> elements = new ArrayList<>();
    for (String line : lines) {
      Arrays.stream(line.split(",", -1)).map(String::strip).forEach(elements::add);
    }
    return elements;
  }

  static ForwardedHeader named(String name) {
    return Arrays.stream(values())
        .filter(header ->
            header.headerName.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " is not understood"));
  }

  private static Optional<InetAddress> address(String text) {
    for (Pattern form : List.of(IN_BRACKETS, WITH_PORT)) {
      var matcher = form.matcher(text);
      if (matcher.matches()) {
        return literal(matcher.group(1));
      }
    }
    return BARE.matcher(text).matches() ? literal(text) : Optional.empty();
  }

  private static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}

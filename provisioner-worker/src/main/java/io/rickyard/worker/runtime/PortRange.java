package io.rickyard.worker.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The ports stacks may get, both ends included. They lie outside the range from which the system
 * takes ports for outgoing connections: one of those would sooner or later sit on a stack's port.
 */
public record PortRange(int first, int last) {

  private static final Path EPHEMERAL = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final Pattern FORM = Pattern.compile("(\\d{4,5})-(\\d{4,5})");

  /** Checks the ends. */
  public PortRange {
    if (first < 1024 || last > 65_535 || last < first) {
      throw new IllegalArgumentException(
          "A port range lies between 1024 and 65535: " + first + "-" + last);
    }
  }

  /** Reads {@code first-last}. */
  public static PortRange parse(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException("A port range looks like 20000-29999, not like " + text);
    }
    return new PortRange(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)));
  }

  /** The range the system takes outgoing ports from, where it says. */
  public static Optional<PortRange> ephemeral() {
    // Such a file gives all it has to the first read only, so that has to be a large one.
    try (var reader = Files.newBufferedReader(EPHEMERAL)) {
      var ends = String.valueOf(reader.readLine()).split("\\s+", 2);
      return Optional.of(new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[1])));
    } catch (IOException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Whether a port lies in both. */
  public boolean overlaps(PortRange other) {
    return first <= other.last && other.first <= last;
  }
}

package io.rickyard.cli.login;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The person's browser: what {@code BROWSER} names, else what the desktop opens addresses with. Is
 * started without a shell, so an address is an argument and nothing more.
 */
public final class WebBrowser {
  private final List<String> command;
  private final Map<String, String> environment;

  private WebBrowser(List<String> command, Map<String, String> environment) {
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
  }

  /** The one of this session; none where there is no display to show it on. */
  public static Optional<WebBrowser> of(Map<String, String> environment) {
    var named = environment.getOrDefault("BROWSER", "").strip();
    if (!named.isEmpty()) {
      // Several may be named, separated by colons; the first is the preferred one.
      var first = Arrays.asList(named.split(":", 2)[0].strip().split("\\s+"));
      return program(first.getFirst(), environment)
          .map(program ->
              new WebBrowser(with(program, first.subList(1, first.size())), environment));
    }
    boolean mac =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac")
            && environment.getOrDefault("SSH_CONNECTION", "").isEmpty();
    boolean display =
        !environment.getOrDefault("DISPLAY", "").isEmpty()
            || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    if (!mac && !display) {
      return Optional.empty();
    }
    return program(mac ? "open" : "xdg-open", environment)
        .map(program -> new WebBrowser(List.of(program), environment));
  }

  /** Opens an address; false when the program does not start. */
  public boolean open(URI address) {
    var builder = new ProcessBuilder(arguments(address.toString()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      builder
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .getOutputStream()
          .close();
      return true;
    } catch (IOException _) {
      return false; // the address is printed instead
    }
  }

  private List<String> arguments(String address) {
    if (command.stream().anyMatch(argument -> argument.contains("%s"))) {
      return command.stream().map(argument -> argument.replace("%s", address)).toList();
    }
    return with(command, address);
  }

  private static List<String> with(String program, List<String> arguments) {
    var all = new ArrayList<String>();
    all.add(program);
    all.addAll(arguments);
    return all;
  }

  private static List<String> with(List<String> command, String last) {
    var all = new ArrayList<>(command);
    all.add(last);
    return all;
  }

  private static Optional<String> program(String name, Map<String, String> environment) {
    if (name.startsWith("/")) {
      return Optional.of(name).filter(path -> Files.isExecutable(Path.of(path)));
    }
    return Arrays.stream(environment.getOrDefault("PATH", "").split(":", -1))
        .filter(directory -> directory.startsWith("/"))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}

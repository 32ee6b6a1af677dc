package io.rickyard.gateway.database;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rickyard.contracts.ProjectRef;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A client's StartupMessage: for whom and with what it opens a connection.
 *
 * @param version the protocol's, as it came
 * @param parameters by name, as they came
 */
record Greeting(int version, Map<String, String> parameters) {

  private static final Pattern USER = Pattern.compile("(.+)\\.([a-z]{20})");
  private static final Pattern REFERENCE = Pattern.compile("reference=([a-z]{20})");
  private static final String OPTIONS = "options";

  Greeting {
    parameters = Map.copyOf(parameters);
  }

  /**
   * Reads the message behind its length and version.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Greeting read(int version, ByteBuf body) {
    var parameters = new LinkedHashMap<String, String>();
    for (String name = text(body); !name.isEmpty(); name = text(body)) {
      parameters.put(name, text(body));
    }
    if (body.isReadable() || !parameters.containsKey("user")) {
      throw new IllegalArgumentException("A connection begins with its user");
    }
    return new Greeting(version, parameters);
  }

  /** Which project it is for, by its user or, as libpq's users may write it, by its options. */
  Optional<ProjectRef> project() {
    var user = USER.matcher(user());
    if (user.matches()) {
      return Optional.of(new ProjectRef(user.group(2)));
    }
    return Stream.of(parameters.getOrDefault(OPTIONS, "").split(" +"))
        .map(REFERENCE::matcher)
        .filter(java.util.regex.Matcher::matches)
        .map(reference -> new ProjectRef(reference.group(1)))
        .findFirst();
  }

  /** The same as the project's server wants it: without the reference. */
  ByteBuf forServer() {
    var all = new LinkedHashMap<>(parameters);
    var user = USER.matcher(user());
    if (user.matches()) {
      all.put("user", user.group(1));
    }
    if (all.containsKey(OPTIONS)) {
      all.put(
          OPTIONS,
          Stream.of(requireNonNull(all.get(OPTIONS)).split(" +"))
              .filter(option -> !REFERENCE.matcher(option).matches())
              .collect(Collectors.joining(" ")));
    }
    // Without a database the server takes the user's name, which is another one now.
    all.putIfAbsent("database", requireNonNull(all.get("user")));
    var message = Unpooled.buffer().writeInt(0).writeInt(version);
    all.forEach((name, value) -> {
      write(message, name);
      write(message, value);
    });
    message.writeByte(0);
    return message.setInt(0, message.readableBytes());
  }

  private String user() {
    return requireNonNull(parameters.get("user"), "user");
  }

  private static void write(ByteBuf message, String text) {
    message.writeCharSequence(text, StandardCharsets.UTF_8);
    message.writeByte(0);
  }

  private static String text(ByteBuf body) {
    int length = body.bytesBefore((byte) 0);
    if (length < 0) {
      throw new IllegalArgumentException("A text of the message has no end");
    }
    String text = body.readCharSequence(length, StandardCharsets.UTF_8).toString();
    body.skipBytes(1);
    return text;
  }
}

package io.rickyard.gateway.database;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/**
 * Why a connection is not passed on, as PostgreSQL's clients read it (an ErrorResponse).
 *
 * @param state the SQLSTATE
 * @param message for people
 */
record Complaint(String state, String message) {

  Complaint {
    requireNonNull(state, "state");
    requireNonNull(message, "message");
  }

  /** Nobody can tell which project is meant (invalid_authorization_specification). */
  static Complaint nameless() {
    return new Complaint(
        "28000", "Say which project is meant: connect as postgres.<project reference>");
  }

  static Complaint unknown(String project) {
    return new Complaint("28000", "There is no project " + project);
  }

  /** As a server says it that has no line for an address (invalid_authorization_specification). */
  static Complaint kept(InetAddress address, String project) {
    return new Complaint(
        "28000",
        "The project %s does not let %s open its database: its network restrictions do not name it"
            .formatted(project, address.getHostAddress()));
  }

  static Complaint plain(String project) {
    return new Complaint(
        "28000",
        "The project %s takes encrypted connections only: connect with sslmode=require"
            .formatted(project));
  }

  /** Trying again later may help (cannot_connect_now). */
  static Complaint notNow(String message) {
    return new Complaint("57P03", message);
  }

  /** too_many_connections. */
  static Complaint tooMany(int most) {
    return new Complaint(
        "53300",
        "The project has %d connections through here, and may not have more".formatted(most));
  }

  /** connection_failure. */
  static Complaint unreachable() {
    return new Complaint("08006", "The project's database does not answer");
  }

  /** protocol_violation. */
  static Complaint malformed(String what) {
    return new Complaint("08P01", what);
  }

  /** The message, which ends a connection. */
  ByteBuf message(boolean fatal) {
    var body = Unpooled.buffer().writeByte('E').writeInt(0);
    field(body, 'S', fatal ? "FATAL" : "ERROR");
    field(body, 'V', fatal ? "FATAL" : "ERROR");
    field(body, 'C', state);
    field(body, 'M', message);
    body.writeByte(0);
    return body.setInt(1, body.readableBytes() - 1);
  }

  private static void field(ByteBuf body, char name, String text) {
    body.writeByte(name);
    body.writeCharSequence(text, StandardCharsets.UTF_8);
    body.writeByte(0);
  }
}

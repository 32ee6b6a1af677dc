package io.rickyard.worker.secret;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.worker.content.ContentRefused;
import io.rickyard.worker.content.RequestKey;
import io.rickyard.worker.content.Revision;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What requests for changes were answered, for a day; owns the table stack_contents_answer.
 * Requests about one stack come one after the other under its lock, so two under one key never
 * meet.
 */
record ContentAnswers(ContentPlace place) {

  private static final String ANSWER = "answer";

  /** What was answered under a key. */
  Optional<JsonNode> find(RequestKey request) throws SQLException, ContentRefused {
    forgetOld();
    try (var select =
        place
            .connection()
            .prepareStatement(
                """
                select fingerprint, ciphertext from stack_contents_answer
                 where principal = ? and scope = ? and key = ? and project = ?
                """)) {
      select.setString(1, request.principal());
      select.setString(2, request.scope());
      select.setString(3, request.key());
      select.setString(4, place.project().value());
      try (var row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        if (!row.getString("fingerprint").equals(request.fingerprint())) {
          throw new ContentRefused(
              ContentRefused.Why.KEY_REUSED, "The key was used with another body within 24 hours");
        }
        return Optional.of(place.opened(row.getBytes("ciphertext"), ANSWER, JsonNode.class));
      }
    }
  }

  /** Keeps what is answered. */
  void keep(RequestKey request, long revision, JsonNode told) throws SQLException {
    try (var insert =
        place
            .connection()
            .prepareStatement(
                """
                insert into stack_contents_answer
                  (principal, scope, key, fingerprint, project, organization, revision, ciphertext,
                   expires_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, clock_timestamp() + interval '24 hours')
                """)) {
      insert.setString(1, request.principal());
      insert.setString(2, request.scope());
      insert.setString(3, request.key());
      insert.setString(4, request.fingerprint());
      insert.setString(5, place.project().value());
      insert.setString(6, place.organization().value());
      insert.setLong(7, revision);
      insert.setBytes(8, place.closed(told, ANSWER));
      insert.executeUpdate();
    }
  }

  /** Forgets what was answered about a change for which there will be no task. */
  void forget(Revision change) throws SQLException {
    try (var delete =
        place
            .connection()
            .prepareStatement(
                "delete from stack_contents_answer where project = ? and revision = ?")) {
      delete.setString(1, place.project().value());
      delete.setLong(2, change.number());
      delete.executeUpdate();
    }
  }

  private void forgetOld() throws SQLException {
    try (var delete =
        place
            .connection()
            .prepareStatement(
                "delete from stack_contents_answer where project = ? and expires_at <= clock_timestamp()")) {
      delete.setString(1, place.project().value());
      delete.executeUpdate();
    }
  }
}

package io.rickyard.org.jdbc;

import io.rickyard.org.acceptance.Acceptance;
import io.rickyard.org.acceptance.OutboxId;
import io.rickyard.org.acceptance.WorkOrder;
import io.rickyard.org.hook.Deliveries;
import io.rickyard.org.hook.Delivery;
import io.rickyard.org.hook.DeliveryEntry;
import io.rickyard.org.hook.HookId;
import io.rickyard.org.hook.HookToken;
import io.rickyard.org.hook.Reception;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.organization.UserId;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code hook_delivery}, which decides alone whether a delivery came before: by the
 * provider's id of it and, where the signature does not cover that id, by its body. Two that arrive
 * at once meet at the table's unique keys. What was refused is no answer for ever: delivered again
 * it is tried again.
 */
final class DeliveryTable implements Deliveries {

  private static final String CLAIM =
      """
      insert into hook_delivery
        (hook_id, organization_id, delivery_id, body_hash, unsigned_id_hash, outcome,
         event, repository, ref, sha, origin)
      values (?, ?, ?, ?, ?, 'refused', ?, ?, ?, ?, ?)
      on conflict do nothing
      """;

  private static final String EARLIER =
      """
      select number, delivery_id, body_hash, outcome, reason, answer, outbox_id
        from hook_delivery
       where hook_id = ? and (delivery_id = ? or unsigned_id_hash = ?)
       order by delivery_id = ? desc
       limit 1
         for update
      """;

  private static final String DECIDE =
      """
      update hook_delivery set outcome = ?, reason = ?, answer = ?::jsonb, outbox_id = ?
       where hook_id = ? and (delivery_id = ? or unsigned_id_hash = ?)
      """;

  private static final String REFUSE =
      """
      update hook_delivery set outcome = 'refused', reason = ?
       where hook_id = ? and (delivery_id = ? or unsigned_id_hash = ?)
         and reason is distinct from ?
      """;

  private static final String REPLAYED =
      "update hook_delivery set replays = replays + 1 where number = ?";

  private final Sessions sessions;
  private final AcceptanceTransaction acceptances;
  private final Announcements announcements;
  private final Clock clock;
  private final DeliveryList list;

  DeliveryTable(
      Sessions sessions,
      AcceptanceTransaction acceptances,
      Announcements announcements,
      Clock clock) {
    this.sessions = sessions;
    this.acceptances = acceptances;
    this.announcements = announcements;
    this.clock = clock;
    this.list = new DeliveryList(sessions);
  }

  @Override
  public Reception accept(Delivery delivery, WorkOrder order) {
    return sessions.as(
        order.deed().principal(),
        session -> {
          session.see(List.of(delivery.hook().organization()));
          var earlier = claim(session, delivery);
          session.seeOwn();
          if (earlier.isPresent()) {
            return earlier.get();
          }
          requireMaker(session, delivery);
          limit(session, delivery);
          var acceptance = acceptances.accept(session, order);
          decide(session, delivery, DeliveryEntry.Outcome.ACCEPTED, null, acceptance);
          return new Reception.Accepted(acceptance);
        });
  }

  @Override
  public Reception ignore(Delivery delivery, String reason) {
    return sessions.as(
        delivery.hook().principal(),
        session -> {
          session.see(List.of(delivery.hook().organization()));
          var earlier = claim(session, delivery);
          if (earlier.isPresent()) {
            return earlier.get();
          }
          decide(session, delivery, DeliveryEntry.Outcome.IGNORED, reason, null);
          return new Reception.Ignored(reason);
        });
  }

  @Override
  public void refused(Delivery delivery, Deed deed, Refused refused) {
    sessions.as(
        delivery.hook().principal(),
        session -> {
          session.see(List.of(delivery.hook().organization()));
          var earlier = claim(session, delivery);
          String reason = refused.refusal().name().toLowerCase(Locale.ROOT);
          if (earlier.isEmpty()
              && refuse(session, delivery, reason)
              && refused.refusal().ofRight()) {
            audit(session, delivery, deed, reason);
          }
          return earlier;
        });
  }

  /** False when it was refused for the same reason before. */
  private static boolean refuse(Session session, Delivery delivery, String reason)
      throws SQLException {
    try (PreparedStatement refuse = session.connection().prepareStatement(REFUSE)) {
      refuse.setString(1, reason);
      refuse.setObject(2, delivery.hook().id().value());
      refuse.setString(3, delivery.id());
      refuse.setString(4, unsignedIdHash(delivery));
      refuse.setString(5, reason);
      return refuse.executeUpdate() > 0;
    }
  }

  private void audit(Session session, Delivery delivery, Deed deed, String reason)
      throws SQLException {
    announcements.write(
        session.transaction(),
        deed,
        delivery.hook().organization(),
        clock.instant().truncatedTo(ChronoUnit.MICROS),
        new Announcements.Done(
            "delivery.refuse", delivery.hook().id().toString(), "refused", reason),
        List.of());
  }

  @Override
  public List<DeliveryEntry> list(UserId user, HookId hook, long before, int limit) {
    return list.page(user, hook, before, limit);
  }

  /** Takes the delivery for this transaction, or finds what became of it before. */
  private static Optional<Reception> claim(Session session, Delivery delivery) throws SQLException {
    try (PreparedStatement claim = session.connection().prepareStatement(CLAIM)) {
      claim.setObject(1, delivery.hook().id().value());
      claim.setString(2, delivery.hook().organization().value());
      claim.setString(3, delivery.id());
      claim.setString(4, delivery.bodyHash());
      claim.setString(5, unsignedIdHash(delivery));
      claim.setString(6, delivery.facts().event());
      claim.setString(7, delivery.facts().repository());
      claim.setString(8, delivery.facts().ref());
      claim.setString(9, delivery.facts().sha());
      claim.setString(10, delivery.origin());
      if (claim.executeUpdate() > 0) {
        return Optional.empty();
      }
    }
    return earlier(session, delivery);
  }

  private static Optional<Reception> earlier(Session session, Delivery delivery)
      throws SQLException {
    try (PreparedStatement select = session.connection().prepareStatement(EARLIER)) {
      select.setObject(1, delivery.hook().id().value());
      select.setString(2, delivery.id());
      select.setString(3, unsignedIdHash(delivery));
      select.setString(4, delivery.id());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new Refused(Refusal.BUSY, "The hook is being changed");
        }
        if (!row.getString("body_hash").equals(delivery.bodyHash())) {
          throw new Refused(Refusal.DELIVERY_REUSED, "The delivery came before with another body");
        }
        count(session, row.getLong("number"));
        return answer(row);
      }
    }
  }

  private static Optional<Reception> answer(ResultSet row) throws SQLException {
    return switch (DeliveryList.outcome(row)) {
      case ACCEPTED ->
          Optional.of(
              new Reception.Accepted(
                  StoredAnswer.parse(row.getString("answer"))
                      .replay(new OutboxId(row.getLong("outbox_id")), null)));
      case IGNORED -> Optional.of(new Reception.Ignored(row.getString("reason")));
      case REFUSED -> Optional.empty();
    };
  }

  /** The caller of a hook knows that it exists, so a maker who left is no secret. */
  private static void requireMaker(Session session, Delivery delivery) {
    if (!session.belongsTo(delivery.hook().organization())) {
      throw new Refused(Refusal.FORBIDDEN, "Who made the hook is no member any more");
    }
  }

  /**
   * Lets the work go as far as the token that the hook names. What is known of the token was read
   * before this transaction began, so whether it is void is asked once more.
   */
  private void limit(Session session, Delivery delivery) throws SQLException {
    var token = delivery.hook().token();
    if (token == null) {
      return;
    }
    boolean revoked = token.revoked() || RevokedTokenTable.revoked(session, token.id());
    switch (revoked ? HookToken.State.REVOKED : token.state(clock.instant())) {
      case VALID -> token.limits().ifPresent(session::limit);
      case EXPIRED ->
          throw new Refused(
              Refusal.TOKEN_EXPIRED, "The access token that the hook acts with has expired");
      case REVOKED ->
          throw new Refused(
              Refusal.TOKEN_REVOKED, "The access token that the hook acts with was revoked");
    }
  }

  private static void count(Session session, long number) throws SQLException {
    try (PreparedStatement update = session.connection().prepareStatement(REPLAYED)) {
      update.setLong(1, number);
      update.executeUpdate();
    }
  }

  private static void decide(
      Session session,
      Delivery delivery,
      DeliveryEntry.Outcome outcome,
      @Nullable String reason,
      @Nullable Acceptance acceptance)
      throws SQLException {
    try (PreparedStatement decide = session.connection().prepareStatement(DECIDE)) {
      decide.setString(1, outcome.name().toLowerCase(Locale.ROOT));
      decide.setString(2, reason);
      decide.setString(3, acceptance == null ? null : StoredAnswer.of(acceptance).json());
      decide.setObject(4, acceptance == null ? null : acceptance.outboxId().value());
      decide.setObject(5, delivery.hook().id().value());
      decide.setString(6, delivery.id());
      decide.setString(7, unsignedIdHash(delivery));
      decide.executeUpdate();
    }
  }

  private static @Nullable String unsignedIdHash(Delivery delivery) {
    return delivery.idSigned() ? null : delivery.bodyHash();
  }
}

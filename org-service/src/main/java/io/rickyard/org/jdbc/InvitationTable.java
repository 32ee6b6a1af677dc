package io.rickyard.org.jdbc;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.organization.OrganizationEvent;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.organization.Role;
import io.rickyard.org.invitation.Invitation;
import io.rickyard.org.invitation.InvitationId;
import io.rickyard.org.invitation.InvitationSecret;
import io.rickyard.org.invitation.Invitations;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.organization.DisplayName;
import io.rickyard.org.organization.IdempotencyKey;
import io.rickyard.org.organization.MemberRules;
import io.rickyard.org.organization.Once;
import io.rickyard.org.organization.Right;
import io.rickyard.org.organization.UserId;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code invitation}. Whether one is open is decided under the organization's lock, in
 * the transaction that makes the member: of many who use a link at once, one gets in. Whatever is
 * wrong with a secret, its holder is told the same.
 */
final class InvitationTable implements Invitations {

  private static final String COLUMNS =
      """
      select i.id, i.organization_id, i.role, i.email, i.invited_by, i.created_at, i.expires_at,
             i.handover, i.accepted_at, i.revoked_at, m.role as inviter
        from invitation i
        left join membership m
          on m.organization_id = i.organization_id and m.user_id = i.invited_by
      """;

  private static final String LISTED =
      COLUMNS + " where i.organization_id = ? order by i.created_at desc, i.id desc limit 500";

  private static final String ONE = COLUMNS + " where i.organization_id = ? and i.id = ?";

  private static final String BY_SECRET = COLUMNS + " where i.hash = ?";

  private static final String COUNT =
      """
      select count(*) from invitation
       where organization_id = ? and accepted_at is null and revoked_at is null and expires_at > ?
      """;

  private static final String INSERT =
      """
      insert into invitation
             (id, organization_id, role, email, hash, invited_by, created_at, expires_at, handover)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String REVOKE = "update invitation set revoked_at = ? where id = ?";

  private static final String ACCEPT =
      "update invitation set accepted_at = ?, accepted_by = ? where id = ?";

  private static final String JOIN =
      """
      insert into membership (organization_id, user_id, role, joined_at) values (?, ?, ?, ?)
      on conflict do nothing
      """;

  /** Also for who was a member already: the owner's word makes them one now. */
  private static final String TAKE_OVER =
      """
      insert into membership (organization_id, user_id, role, joined_at) values (?, ?, ?, ?)
      on conflict (organization_id, user_id) do update set role = excluded.role
      """;

  private static final String STEP_BACK =
      "update membership set role = ? where organization_id = ? and user_id = ?";

  private static final String NAME = "select name from organization where id = ?";

  private static final String PURGE =
      "delete from invitation where expires_at < clock_timestamp() - interval '30 days'";

  private static final int MOST_OPEN = 200;

  private final Sessions sessions;
  private final IdempotencyKeyTable keys;
  private final Announcements announcements;
  private final Clock clock;

  InvitationTable(
      Sessions sessions, IdempotencyKeyTable keys, Announcements announcements, Clock clock) {
    this.sessions = sessions;
    this.keys = keys;
    this.announcements = announcements;
    this.clock = clock;
  }

  @Override
  public Once<InvitationId> add(
      Deed deed, @Nullable IdempotencyKey key, Invitation invitation, byte[] hash) {
    return sessions
        .within(
            invitation.organization(),
            deed.principal(),
            session -> keys.once(session, key, () -> insert(session, deed, invitation, hash)))
        .map(InvitationId::parse);
  }

  private String insert(Session session, Deed deed, Invitation invitation, byte[] hash)
      throws SQLException {
    var organization = invitation.organization();
    session.require(organization, Permission.INVITATION_CREATE, "organization");
    session.require(organization, MemberRules.toInvite(invitation.role()), "organization");
    requireRoom(session, invitation);
    try (PreparedStatement insert = session.connection().prepareStatement(INSERT)) {
      insert.setObject(1, invitation.id().value());
      insert.setString(2, organization.value());
      insert.setString(3, invitation.role().wireName());
      insert.setString(4, invitation.email());
      insert.setBytes(5, hash);
      insert.setObject(6, invitation.invitedBy().value());
      insert.setObject(7, time(invitation.createdAt()));
      insert.setObject(8, time(invitation.expiresAt()));
      insert.setBoolean(9, invitation.handover());
      insert.executeUpdate();
    }
    announce(session, deed, invitation, "invitation.create", invitation.createdAt(), List.of());
    return invitation.id().toString();
  }

  @Override
  public Standing get(UserId user, OrganizationId organization, InvitationId id) {
    return sessions.within(organization, user, session -> find(session, organization, id));
  }

  @Override
  public List<Standing> of(UserId user, OrganizationId organization) {
    return sessions.within(
        organization,
        user,
        session -> {
          session.require(organization, Permission.INVITATION_READ, "organization");
          try (PreparedStatement select = session.connection().prepareStatement(LISTED)) {
            select.setString(1, organization.value());
            return read(select);
          }
        });
  }

  @Override
  public void revoke(Deed deed, OrganizationId organization, InvitationId id) {
    sessions.within(
        organization,
        deed.principal(),
        session -> {
          session.require(organization, Permission.INVITATION_DELETE, "organization");
          MembershipTable.lock(session, organization);
          var standing = find(session, organization, id);
          if (standing.state() == Invitation.State.ACCEPTED) {
            throw new Refused(
                Refusal.CONFLICT, "It was accepted already: remove the member instead");
          }
          if (standing.state() != Invitation.State.REVOKED) {
            var at = now();
            try (PreparedStatement revoke = session.connection().prepareStatement(REVOKE)) {
              revoke.setObject(1, time(at));
              revoke.setObject(2, id.value());
              revoke.executeUpdate();
            }
            announce(session, deed, standing.invitation(), "invitation.revoke", at, List.of());
          }
          return id;
        });
  }

  @Override
  public Offer offer(InvitationSecret secret, @Nullable String address) {
    return sessions.asInstallation(transaction -> {
      var invitation = open(transaction.connection(), secret, address);
      try (PreparedStatement select = transaction.connection().prepareStatement(NAME)) {
        select.setString(1, invitation.organization().value());
        try (ResultSet row = select.executeQuery()) {
          if (!row.next()) {
            throw refused();
          }
          return new Offer(invitation, new DisplayName(row.getString(1)));
        }
      }
    });
  }

  @Override
  public Right accept(Deed deed, InvitationSecret secret, @Nullable String address) {
    var offered = offer(secret, address).invitation();
    var organization = offered.organization();
    return sessions.as(
        deed.principal(),
        session -> {
          boolean member = session.belongsTo(organization);
          if ((member && !offered.handover()) || offered.invitedBy().equals(deed.principal())) {
            throw new Refused(Refusal.CONFLICT, "You are a member of this organization already");
          }
          session.join(organization);
          MembershipTable.lock(session, organization);
          var invitation = open(session.connection(), secret, address);
          var at = now();
          if (invitation.handover()) {
            session.actAs(organization, Role.OWNER);
          }
          accept(session, deed.principal(), invitation, at);
          var events = new ArrayList<OrganizationEvent>();
          String user = deed.principal().toString();
          events.add(
              member
                  ? new OrganizationEvent.MemberRoleChanged(at, user, invitation.role())
                  : new OrganizationEvent.MemberAdded(at, user, invitation.role()));
          if (invitation.handover()) {
            stepBack(session, invitation);
            events.add(
                new OrganizationEvent.MemberRoleChanged(
                    at, invitation.invitedBy().toString(), Role.ADMINISTRATOR));
          }
          announce(session, deed, invitation, "invitation.accept", at, List.copyOf(events));
          return new Right(organization, invitation.role());
        });
  }

  private static void accept(Session session, UserId user, Invitation invitation, Instant at)
      throws SQLException {
    try (PreparedStatement accept = session.connection().prepareStatement(ACCEPT)) {
      accept.setObject(1, time(at));
      accept.setObject(2, user.value());
      accept.setObject(3, invitation.id().value());
      accept.executeUpdate();
    }
    String sql = invitation.handover() ? TAKE_OVER : JOIN;
    try (PreparedStatement join = session.connection().prepareStatement(sql)) {
      join.setString(1, invitation.organization().value());
      join.setObject(2, user.value());
      join.setString(3, invitation.role().wireName());
      join.setObject(4, time(at));
      if (join.executeUpdate() != 1) {
        throw new Refused(Refusal.CONFLICT, "You are a member of this organization already");
      }
    }
  }

  /**
   * Under the organization's lock, in which the invitation was found open: its maker is an owner.
   */
  private static void stepBack(Session session, Invitation invitation) throws SQLException {
    try (PreparedStatement back = session.connection().prepareStatement(STEP_BACK)) {
      back.setString(1, Role.ADMINISTRATOR.wireName());
      back.setString(2, invitation.organization().value());
      back.setObject(3, invitation.invitedBy().value());
      if (back.executeUpdate() != 1) {
        throw new IllegalStateException("An owner was gone under the organization's lock");
      }
    }
  }

  static int purge(Connection connection) throws SQLException {
    try (PreparedStatement purge = connection.prepareStatement(PURGE)) {
      return purge.executeUpdate();
    }
  }

  private Invitation open(Connection connection, InvitationSecret secret, @Nullable String address)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(BY_SECRET)) {
      select.setBytes(1, secret.hash());
      return read(select).stream()
          .filter(found -> found.state() == Invitation.State.OPEN)
          .map(Standing::invitation)
          .filter(found -> found.isFor(address))
          .findFirst()
          .orElseThrow(InvitationTable::refused);
    }
  }

  private static Refused refused() {
    return new Refused(
        Refusal.NOT_FOUND,
        "There is no such invitation, or it is over, or it is for another address than yours");
  }

  private Standing find(Session session, OrganizationId organization, InvitationId id)
      throws SQLException {
    session.require(organization, Permission.INVITATION_READ, "organization");
    try (PreparedStatement select = session.connection().prepareStatement(ONE)) {
      select.setString(1, organization.value());
      select.setObject(2, id.value());
      return read(select).stream().findFirst().orElseThrow(() -> Refused.notFound("invitation"));
    }
  }

  private void announce(
      Session session,
      Deed deed,
      Invitation invitation,
      String action,
      Instant at,
      List<OrganizationEvent> events)
      throws SQLException {
    announcements.write(
        session.transaction(),
        deed,
        invitation.organization(),
        at,
        new Announcements.Done(action, invitation.id().toString(), "done", detail(invitation)),
        events);
  }

  private static String detail(Invitation invitation) {
    String detail = "as " + invitation.role().wireName();
    return invitation.handover() ? detail + ", handed over" : detail;
  }

  private static void requireRoom(Session session, Invitation invitation) throws SQLException {
    try (PreparedStatement count = session.connection().prepareStatement(COUNT)) {
      count.setString(1, invitation.organization().value());
      count.setObject(2, time(invitation.createdAt()));
      try (ResultSet row = count.executeQuery()) {
        if (row.next() && row.getLong(1) >= MOST_OPEN) {
          throw new Refused(
              Refusal.CONFLICT, "An organization has at most " + MOST_OPEN + " open invitations");
        }
      }
    }
  }

  private List<Standing> read(PreparedStatement select) throws SQLException {
    var found = new ArrayList<Standing>();
    var now = clock.instant();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        var invitation = row(rows);
        var inviter = Optional.ofNullable(rows.getString("inviter")).map(Role::named).orElse(null);
        found.add(new Standing(invitation, invitation.state(inviter, now)));
      }
    }
    return List.copyOf(found);
  }

  private static Invitation row(ResultSet row) throws SQLException {
    return new Invitation(
        new InvitationId(row.getObject("id", UUID.class)),
        new OrganizationId(row.getString("organization_id")),
        Role.named(row.getString("role")),
        row.getString("email"),
        new UserId(row.getObject("invited_by", UUID.class)),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("expires_at", OffsetDateTime.class).toInstant(),
        row.getBoolean("handover"),
        instant(row.getObject("accepted_at", OffsetDateTime.class)),
        instant(row.getObject("revoked_at", OffsetDateTime.class)));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}

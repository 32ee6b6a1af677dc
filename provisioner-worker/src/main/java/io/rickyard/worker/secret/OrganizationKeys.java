package io.rickyard.worker.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import io.rickyard.contracts.OrganizationId;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A key per organization, kept wrapped by the master key; owns the table organization_key. */
final class OrganizationKeys {

  private final MasterKey master;
  private final SecureRandom random;
  private final Map<OrganizationId, Aead> opened = new ConcurrentHashMap<>();

  OrganizationKeys(MasterKey master, SecureRandom random) {
    this.master = master;
    this.random = random;
  }

  /** The organization's key, made when it has none; part of the caller's transaction. */
  Aead openOrCreate(Connection connection, OrganizationId organization) throws SQLException {
    var known = open(connection, organization);
    if (known.isPresent()) {
      return known.get();
    }
    try (var insert =
        connection.prepareStatement(
            """
            insert into organization_key (organization, wrapped_key) values (?, ?)
            on conflict (organization) do nothing
            """)) {
      insert.setString(1, organization.value());
      insert.setBytes(2, wrapped(organization));
      insert.executeUpdate();
    }
    // Read back: another worker may have been first. Not remembered before the commit.
    return read(connection, organization)
        .orElseThrow(() -> new SecretException("The key of " + organization + " was not kept."));
  }

  /** The organization's key, if it has one; part of the caller's transaction. */
  Optional<Aead> open(Connection connection, OrganizationId organization) throws SQLException {
    var known = opened.get(organization);
    if (known != null) {
      return Optional.of(known);
    }
    return read(connection, organization);
  }

  /** Remembers a key; to be called after the commit of the transaction that read it. */
  void remember(OrganizationId organization, Aead key) {
    opened.put(organization, key);
  }

  private Optional<Aead> read(Connection connection, OrganizationId organization)
      throws SQLException {
    try (var select =
        connection.prepareStatement(
            "select wrapped_key from organization_key where organization = ?")) {
      select.setString(1, organization.value());
      try (var row = select.executeQuery()) {
        return row.next()
            ? Optional.of(unwrapped(row.getBytes(1), organization))
            : Optional.empty();
      }
    }
  }

  private byte[] wrapped(OrganizationId organization) {
    try {
      return master.aead().encrypt(MasterKey.randomKey(random), context(organization));
    } catch (GeneralSecurityException e) {
      throw new SecretException("A key for " + organization + " can't be wrapped.", e);
    }
  }

  private Aead unwrapped(byte[] wrapped, OrganizationId organization) {
    try {
      return MasterKey.aead(master.aead().decrypt(wrapped, context(organization)));
    } catch (GeneralSecurityException e) {
      throw new SecretException(
          "The key of %s was wrapped by another master key than this installation has."
              .formatted(organization),
          e);
    }
  }

  private static byte[] context(OrganizationId organization) {
    return ("organization=" + organization).getBytes(UTF_8);
  }
}

package io.rickyard.auth.jdbc;

import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.key.KeyCipher;
import io.rickyard.auth.key.KeyRole;
import io.rickyard.auth.key.RotatedTooSoon;
import io.rickyard.auth.key.RotationRules;
import io.rickyard.auth.key.SigningKey;
import io.rickyard.auth.key.SigningKeys;
import io.rickyard.auth.key.UnknownKey;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.identity.IdentityEvent.SigningKeyRevoked;
import io.rickyard.persistence.Transactions;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table {@code signing_key}. Instances that start or rotate at once take turns. */
@Singleton
final class SigningKeyTable implements SigningKeys {

  private static final String SELECT =
      "select id, role, public_key, private_key, created_at, since from signing_key order by created_at";

  private static final String INSERT =
      """
      insert into signing_key (id, role, public_key, private_key, created_at, since)
      values (?, ?, ?, ?, ?, ?)
      """;

  private static final String DELETE = "delete from signing_key where id = ?";
  private static final String BECOME = "update signing_key set role = ?, since = ? where id = ?";

  private final Transactions transactions;
  private final KeyCipher cipher;
  private final DeedRecords deeds;
  private final RotationRules rules;
  private final Clock clock;

  SigningKeyTable(
      Transactions transactions,
      KeyCipher cipher,
      DeedRecords deeds,
      RotationRules rules,
      Clock clock) {
    this.transactions = transactions;
    this.cipher = cipher;
    this.deeds = deeds;
    this.rules = rules;
    this.clock = clock;
  }

  @Override
  public List<SigningKey> all() {
    var known = transactions.call(transaction -> read(transaction.connection()));
    return known.isEmpty() ? makeFirst() : known;
  }

  @Override
  public List<SigningKey> rotate(Cause cause) {
    return transactions.call(transaction -> {
      var connection = transaction.connection();
      lock(connection);
      var known = read(connection);
      var earliest = rules.earliest(known);
      if (earliest.isAfter(cause.at())) {
        throw new RotatedTooSoon(earliest);
      }
      // The order matters: at no time are there two of one role.
      for (SigningKey key : of(known, KeyRole.PREVIOUS)) {
        delete(connection, key.id());
      }
      for (SigningKey key : of(known, KeyRole.CURRENT)) {
        become(connection, KeyRole.PREVIOUS, key.id(), cause.at());
      }
      String signs = followed(connection, known, cause.at());
      deeds.done(transaction, cause, "signing_key.rotate", signs);
      return read(connection);
    });
  }

  @Override
  public List<SigningKey> revoke(String id, Cause cause) {
    return transactions.call(transaction -> {
      var connection = transaction.connection();
      lock(connection);
      var known = read(connection);
      var revoked =
          known.stream()
              .filter(key -> key.id().equals(id))
              .findFirst()
              .orElseThrow(() -> new UnknownKey(id));
      delete(connection, id);
      switch (revoked.role()) {
        case NEXT -> insert(connection, KeyRole.NEXT, cause.at());
        case CURRENT -> followed(connection, known, cause.at());
        case PREVIOUS -> {} // it signed no more
      }
      deeds.done(
          transaction, cause, "signing_key.revoke", id, new SigningKeyRevoked(cause.at(), id));
      return read(connection);
    });
  }

  /** Lets next sign and makes another one; gives the id of what signs now. */
  private String followed(Connection connection, List<SigningKey> known, Instant now)
      throws SQLException {
    String signs = of(known, KeyRole.NEXT).getFirst().id();
    become(connection, KeyRole.CURRENT, signs, now);
    insert(connection, KeyRole.NEXT, now);
    return signs;
  }

  private static List<SigningKey> of(List<SigningKey> keys, KeyRole role) {
    return keys.stream().filter(key -> key.role() == role).toList();
  }

  private static void become(Connection connection, KeyRole role, String id, Instant now)
      throws SQLException {
    try (var update = connection.prepareStatement(BECOME)) {
      update.setString(1, name(role));
      update.setObject(2, Timestamps.at(now));
      update.setString(3, id);
      update.executeUpdate();
    }
  }

  private static void delete(Connection connection, String id) throws SQLException {
    try (var delete = connection.prepareStatement(DELETE)) {
      delete.setString(1, id);
      delete.executeUpdate();
    }
  }

  private List<SigningKey> makeFirst() {
    return transactions.call(transaction -> {
      var connection = transaction.connection();
      lock(connection);
      var known = read(connection);
      if (!known.isEmpty()) {
        return known;
      }
      insert(connection, KeyRole.CURRENT, clock.instant());
      insert(connection, KeyRole.NEXT, clock.instant());
      return read(connection);
    });
  }

  private static void lock(Connection connection) throws SQLException {
    try (var lock =
        connection.prepareStatement("select pg_advisory_xact_lock(hashtext('signing keys'))")) {
      lock.execute();
    }
  }

  private void insert(Connection connection, KeyRole role, Instant now) throws SQLException {
    String id = MessageId.next().toString();
    KeyPair pair = generate();
    try (var insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, id);
      insert.setString(2, name(role));
      insert.setBytes(3, pair.getPublic().getEncoded());
      insert.setBytes(4, cipher.encrypt(pair.getPrivate().getEncoded(), id));
      insert.setObject(5, Timestamps.at(now));
      insert.setObject(6, Timestamps.at(now));
      insert.executeUpdate();
    }
  }

  private List<SigningKey> read(Connection connection) throws SQLException {
    List<SigningKey> keys = new ArrayList<>();
    try (var select = connection.prepareStatement(SELECT);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        keys.add(read(rows));
      }
    }
    return keys;
  }

  private SigningKey read(ResultSet row) throws SQLException {
    String id = row.getString("id");
    try {
      var keys = KeyFactory.getInstance("EC");
      var publicKey = keys.generatePublic(new X509EncodedKeySpec(row.getBytes("public_key")));
      var privateKey =
          keys.generatePrivate(
              new PKCS8EncodedKeySpec(cipher.decrypt(row.getBytes("private_key"), id)));
      return new SigningKey(
          id,
          KeyRole.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
          (ECPublicKey) publicKey,
          (ECPrivateKey) privateKey,
          Timestamps.read(row, "created_at"),
          Timestamps.read(row, "since"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The stored signing key " + id + " is no key on P-256", e);
    }
  }

  private static String name(KeyRole role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private static KeyPair generate() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java makes keys on P-256", e);
    }
  }
}

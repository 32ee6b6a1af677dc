package io.rickyard.auth;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Property;
import io.rickyard.auth.account.InstallationAdministrators;
import io.rickyard.auth.account.Users;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.password.PasswordHasher;
import io.rickyard.auth.password.PasswordRules;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.MessageId;
import io.rickyard.service.InvalidSetting;
import jakarta.annotation.PostConstruct;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the first user when there is none, from the settings; what they do not say is made up, and
 * a password made up is printed once on the console and never written to a log. Then makes those
 * administrators whom the settings name; where they name nobody and nobody is one, as after an
 * upgrade, the first user.
 */
@Context
final class FirstAdministrator {

  private static final Logger LOG = LoggerFactory.getLogger(FirstAdministrator.class);
  private static final String ADMINISTRATORS = "rickyard.installation.administrators";
  private static final String EMAIL = "admin@localhost";
  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int LENGTH = 20;

  private final Users users;
  private final PasswordHasher hasher;
  private final SecureRandom random;
  private final Clock clock;
  private final String email;
  private final @Nullable String password;
  private final InstallationAdministrators administrators;
  private final List<String> named;

  FirstAdministrator(
      Users users,
      InstallationAdministrators administrators,
      PasswordHasher hasher,
      SecureRandom random,
      Clock clock,
      @Property(name = "rickyard.bootstrap.administrator.email", defaultValue = EMAIL) String email,
      @Nullable @Property(name = "rickyard.bootstrap.administrator.password") String password,
      @Nullable @Property(name = ADMINISTRATORS) List<String> named) {
    this.administrators = administrators;
    this.named = named == null ? List.of() : List.copyOf(named);
    this.users = users;
    this.hasher = hasher;
    this.random = random;
    this.clock = clock;
    this.email = email;
    this.password = password;
  }

  @PostConstruct
  void create() {
    if (users.count() == 0) {
      createFirst();
    }
    nameAdministrators();
  }

  private void nameAdministrators() {
    var addresses =
        !named.isEmpty()
            ? named.stream().map(address -> address(ADMINISTRATORS, address)).toList()
            : administrators.all().isEmpty() ? List.of(address()) : List.<EmailAddress>of();
    int made = addresses.isEmpty() ? 0 : administrators.make(addresses, cause());
    if (made > 0) {
      LOG.info("event=administrators_named count={}", made);
    }
    if (administrators.all().isEmpty()) {
      LOG.warn(
          "event=no_administrator follows=\"nobody administers the installation\""
              + " repair=\"name a confirmed account in {} and start again\"",
          ADMINISTRATORS);
    }
  }

  private Cause cause() {
    return new Cause(
        Actor.system("auth-service"),
        clock.instant(),
        null,
        new CorrelationId(MessageId.next().toString()));
  }

  private void createFirst() {
    String chosen = password == null ? madeUp() : checked(password);
    var cause = cause();
    var created = users.createFirst(address(), hasher.hash(chosen), cause);
    created.ifPresent(user -> {
      LOG.info("event=first_administrator_created user={}", user.id());
      if (password == null) {
        // The only place where it can be seen; the log is kept, the console is not.
        System.out.printf(
            "%nThe first administrator is %s with the password %s%nIt is not shown again.%n%n",
            user.email(), chosen);
      }
    });
  }

  private EmailAddress address() {
    return address("rickyard.bootstrap.administrator.email", email);
  }

  private static EmailAddress address(String setting, String text) {
    try {
      return new EmailAddress(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting(setting, "is no address", e);
    }
  }

  private String checked(String password) {
    var complaints = PasswordRules.complaints(password, email);
    if (!complaints.isEmpty()) {
      throw new InvalidSetting(
          "rickyard.bootstrap.administrator.password",
          "will not do: " + complaints.getFirst().text());
    }
    return password;
  }

  private String madeUp() {
    var made = new StringBuilder(LENGTH);
    random.ints(LENGTH, 0, LETTERS.length()).forEach(index -> made.append(LETTERS.charAt(index)));
    return made.toString();
  }
}

package io.rickyard.auth.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.auth.account.EmailAgreement;
import io.rickyard.auth.account.Invitations;
import io.rickyard.auth.account.NewUser;
import io.rickyard.auth.account.UserChange;
import io.rickyard.auth.account.Users;
import io.rickyard.auth.attempt.AttemptKind;
import io.rickyard.auth.attempt.Attempts;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.mail.MailMessage;
import io.rickyard.auth.mail.MailTemplates;
import io.rickyard.auth.onetime.Flow;
import io.rickyard.auth.onetime.OneTimeCodes;
import io.rickyard.auth.onetime.OneTimeMail;
import io.rickyard.auth.onetime.OneTimePurpose;
import io.rickyard.auth.onetime.OneTimeToken;
import io.rickyard.auth.onetime.OneTimeTokens;
import io.rickyard.auth.onetime.Redeemed;
import io.rickyard.auth.password.PasswordHash;
import io.rickyard.auth.password.PasswordHasher;
import io.rickyard.auth.session.SessionId;
import io.rickyard.auth.token.OpaqueToken;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.User;
import io.rickyard.auth.user.UserId;
import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is hashed, counted and written is the same for every address. */
class SameWorkTest {

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final EmailAddress UNKNOWN = new EmailAddress("unknown@example.com");
  private static final EmailAddress PENDING = new EmailAddress("pending@example.com");
  private static final EmailAddress KNOWN = new EmailAddress("known@example.com");
  private static final Flow FLOW = new Flow(URI.create("http://localhost:8000"), null);
  private static final Cause CAUSE =
      new Cause(Actor.system("test"), NOW, "203.0.113.1", new CorrelationId("c-1"));
  private static final PasswordHash HASH =
      new PasswordHash(new PasswordHash.Cost(64, 1, 1), new byte[16], new byte[32]);

  private final List<String> done = new ArrayList<>();
  private final MemoryUsers users = new MemoryUsers();
  private final OneTimeMail mail =
      new OneTimeMail(
          new RecordedTokens(),
          new OneTimeCodes(new byte[32], new SecureRandom()),
          MailTemplates.read(null),
          new SecureRandom(),
          "http://localhost:8000",
          Duration.ofHours(1));
  private final SignUp signUp = signUp(true);

  @BeforeEach
  void arrange() {
    users.create(NewUser.confirmed(new UserId(new UUID(0, 1)), KNOWN, HASH), CAUSE);
    users.create(NewUser.unconfirmed(new UserId(new UUID(0, 2)), PENDING, HASH, null), CAUSE);
    done.clear();
  }

  @Test
  void signUpHashesAndWritesOnceForEveryAddress() {
    assertThat(steps(() -> signUp.withPassword(KNOWN, "a goat on the roof", null, FLOW, CAUSE)))
        .isEqualTo(
            steps(() -> signUp.withPassword(PENDING, "a goat on the roof", null, FLOW, CAUSE)))
        .isEqualTo(
            steps(() -> signUp.withPassword(UNKNOWN, "a goat on the roof", null, FLOW, CAUSE)))
        .containsExactly("attempt MAIL", "hash", "token SIGNUP", "message");
  }

  /** What is asked for by mail. */
  enum Asked {
    MAGIC_LINK {
      @Override
      void of(MailedSignIn mailed, EmailAddress email) {
        mailed.magicLink(email, true, null, FLOW, CAUSE);
      }
    },
    RECOVERY {
      @Override
      void of(MailedSignIn mailed, EmailAddress email) {
        mailed.recovery(email, FLOW, CAUSE);
      }
    },
    CONFIRMATION {
      @Override
      void of(MailedSignIn mailed, EmailAddress email) {
        mailed.confirmation(email, FLOW, CAUSE);
      }
    };

    abstract void of(MailedSignIn mailed, EmailAddress email);
  }

  @ParameterizedTest
  @EnumSource(Asked.class)
  void whatIsAskedForByMailIsWrittenOnceForEveryAddress(Asked asked) {
    // given
    var mailed = new MailedSignIn(users, signUp(false), attempts(), mail);

    // then
    assertThat(steps(() -> asked.of(mailed, KNOWN)))
        .isEqualTo(steps(() -> asked.of(mailed, PENDING)))
        .isEqualTo(steps(() -> asked.of(mailed, UNKNOWN)))
        .hasSize(3);
  }

  private SignUp signUp(boolean open) {
    var nobody =
        new Invitations() {
          @Override
          public void invite(EmailAddress address, Instant until) {
            throw new IllegalStateException("Nobody is invited here");
          }

          @Override
          public boolean invited(EmailAddress address, Instant now) {
            return false;
          }
        };
    return new SignUp(
        users,
        nobody,
        new CountedHasher(),
        attempts(),
        mail,
        new SignUpPolicy(open, false),
        new SignUpIds(new byte[32]));
  }

  private List<String> steps(Runnable work) {
    done.clear();
    work.run();
    return List.copyOf(done);
  }

  private Attempts attempts() {
    return new Attempts() {
      @Override
      public Optional<Duration> admit(
          AttemptKind kind, String account, @Nullable String address, Instant now) {
        done.add("attempt " + kind);
        return Optional.empty();
      }

      @Override
      public void succeeded(AttemptKind kind, String account, @Nullable String address) {
        done.add("succeeded " + kind);
      }
    };
  }

  private final class CountedHasher implements PasswordHasher {

    @Override
    public PasswordHash hash(String password) {
      done.add("hash");
      return HASH;
    }

    @Override
    public boolean matches(String password, @Nullable PasswordHash hash) {
      done.add("matches");
      return false;
    }
  }

  private final class RecordedTokens implements OneTimeTokens {

    @Override
    public void issue(
        OneTimeToken token, @Nullable MailMessage message, boolean goesOut, Cause cause) {
      done.add("token " + token.purpose());
      if (message != null) {
        done.add("message");
      }
    }

    @Override
    public Optional<Redeemed> redeem(OpaqueToken link, Set<OneTimePurpose> purposes, Instant now) {
      return Optional.empty();
    }

    @Override
    public Optional<Redeemed> redeem(
        EmailAddress address, String code, Set<OneTimePurpose> purposes, Instant now) {
      return Optional.empty();
    }
  }

  /** As much of a store as these flows use. */
  private static final class MemoryUsers implements Users {

    private final Map<UserId, User> all = new HashMap<>();

    @Override
    public Optional<User> find(UserId id) {
      return Optional.ofNullable(all.get(id));
    }

    @Override
    public Optional<User> find(EmailAddress email) {
      return all.values().stream().filter(user -> email.equals(user.email())).findFirst();
    }

    @Override
    public List<User> all(Collection<UserId> ids) {
      return ids.stream().map(all::get).toList();
    }

    @Override
    public List<User> page(int page, int perPage) {
      return List.copyOf(all.values());
    }

    @Override
    public long count() {
      return all.size();
    }

    @Override
    public User create(NewUser wanted, Cause cause) {
      var user =
          new User(
              wanted.id(),
              wanted.email(),
              wanted.password(),
              wanted.confirmed() ? NOW : null,
              null,
              wanted.metadata(),
              wanted.appMetadata(),
              null,
              null,
              true,
              List.of(),
              null,
              NOW,
              NOW);
      all.put(user.id(), user);
      return user;
    }

    @Override
    public Optional<User> createFirst(EmailAddress email, PasswordHash password, Cause cause) {
      return Optional.empty();
    }

    @Override
    public Optional<User> update(
        UserId id, UserChange change, @Nullable SessionId stays, Cause cause) {
      return find(id);
    }

    @Override
    public Optional<User> confirm(
        UserId id, EmailAddress address, boolean keepsPassword, Cause cause) {
      return find(id);
    }

    @Override
    public void wishForEmail(UserId id, EmailAddress wanted, Cause cause) {
      throw new IllegalStateException("Nobody wants another address here");
    }

    @Override
    public EmailAgreement agreeToEmail(UserId id, EmailAddress address, Cause cause) {
      return EmailAgreement.OVER;
    }

    @Override
    public boolean delete(UserId id, Cause cause) {
      return all.remove(id) != null;
    }
  }
}

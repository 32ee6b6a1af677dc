package io.rickyard.gateway.account;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One's own account on the wire. */
final class AccountForms {

  private AccountForms() {}

  /** Asks for a second factor of this name. */
  record NewFactor(String name) {
    NewFactor {
      requireNonNull(name, "name");
    }
  }

  /** What the app shows. */
  record FactorCode(String code) {
    FactorCode {
      requireNonNull(code, "code");
    }

    @Override
    public String toString() {
      return "FactorCode[hidden]";
    }
  }

  /** A second factor. */
  record FactorShape(String id, String name, String status) {}

  /** Second factors. */
  record FactorShapes(List<FactorShape> data) {
    FactorShapes {
      data = List.copyOf(data);
    }
  }

  /** A second factor that was just made, with the secret, which is not shown again. */
  record MadeFactor(String id, String name, String picture, String secret, String uri) {
    @Override
    public String toString() {
      return "MadeFactor[" + id + "]";
    }
  }

  /** An account at a provider, or the address, which opens one's account. */
  record IdentityShape(
      String id,
      String provider,
      @Nullable String email,
      Instant createdAt,
      @Nullable Instant lastSignInAt) {}

  /** Identities. */
  record IdentityShapes(List<IdentityShape> data) {
    IdentityShapes {
      data = List.copyOf(data);
    }
  }

  /** Asks for an identity at this provider. */
  record NewIdentity(String provider) {
    NewIdentity {
      requireNonNull(provider, "provider");
    }
  }

  /** Where the browser is to go. */
  record LinkingAddress(String url) {
    LinkingAddress {
      requireNonNull(url, "url");
    }
  }

  /** Another password, and the present one, where there is one. */
  record NewPassword(String password, @Nullable String currentPassword) {
    NewPassword {
      requireNonNull(password, "password");
    }

    @Override
    public String toString() {
      return "NewPassword[hidden]";
    }
  }
}

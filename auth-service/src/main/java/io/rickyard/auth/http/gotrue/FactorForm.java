package io.rickyard.auth.http.gotrue;

import io.micronaut.core.annotation.Introspected;
import io.rickyard.auth.factor.Factor;
import java.time.Instant;

/** A second factor as GoTrue shows it. */
@Introspected
record FactorForm(
    String id,
    String friendlyName,
    String factorType,
    String status,
    Instant createdAt,
    Instant updatedAt) {

  static FactorForm of(Factor factor) {
    var verifiedAt = factor.verifiedAt();
    return new FactorForm(
        factor.id().toString(),
        factor.name(),
        "totp",
        verifiedAt == null ? "unverified" : "verified",
        factor.createdAt(),
        verifiedAt == null ? factor.createdAt() : verifiedAt);
  }
}

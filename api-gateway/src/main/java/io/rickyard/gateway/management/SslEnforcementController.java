package io.rickyard.gateway.management;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.stack.DatabaseAccess;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.database.DatabaseSettings;
import io.rickyard.gateway.tls.Certificates;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

/** Whether a project's database is opened over TLS only. A change answers when it holds. */
@Controller("/v1/projects/{ref}/ssl-enforcement")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "database")
final class SslEnforcementController {

  private final DatabaseAccesses accesses;
  private final DatabaseSettings settings;
  private final Certificates certificates;

  SslEnforcementController(
      DatabaseAccesses accesses, DatabaseSettings settings, Certificates certificates) {
    this.accesses = accesses;
    this.settings = settings;
    this.certificates = certificates;
  }

  /** Of what it is enforced. */
  record Enforcement(boolean database) {}

  /** Asks for it. */
  record Wanted(@JsonProperty("requestedConfig") Enforcement requested) {
    Wanted {
      requireNonNull(requested, "requestedConfig");
    }
  }

  /** How it stands. */
  record Standing(
      @JsonProperty("currentConfig") Enforcement current,
      @JsonProperty("appliedSuccessfully") boolean applied) {
    static Standing of(DatabaseAccess access) {
      return new Standing(new Enforcement(access.tlsOnly()), true);
    }
  }

  @Get
  @Operation(summary = "Whether a project's database is opened over TLS only")
  Standing get(String ref, @Parameter(hidden = true) Call call) {
    return Standing.of(accesses.get(Paths.project(ref), call));
  }

  @Put
  @Operation(
      summary = "Have a project's database opened over TLS only, or not",
      description =
          "What is not encrypted is refused with SQLSTATE 28000. Refused itself where databases are"
              + " opened by reference and the gateway has no certificate: nobody could.")
  HttpResponse<Standing> put(String ref, @Body Wanted body, @Parameter(hidden = true) Call call) {
    boolean wanted = body.requested().database();
    if (wanted && settings.used() && !certificates.used()) {
      throw new RequestRefused(
          ErrorCode.CONFLICT,
          "Databases are opened by reference without TLS here, so nobody could open this one: the"
              + " gateway needs certificates (rickyard.gateway.tls.certificates)");
    }
    return accesses
        .change(
            Paths.project(ref),
            before -> new DatabaseAccess(before.allowed(), before.allowedV6(), wanted),
            call)
        .answer(Standing::of, 200);
  }
}

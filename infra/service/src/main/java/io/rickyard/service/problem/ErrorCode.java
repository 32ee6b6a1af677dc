package io.rickyard.service.problem;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every error that a request may be answered with. The wire name is the constant's in lower case
 * and stays for ever; infra/docs/errors.md explains each to callers.
 */
public enum ErrorCode {
  /** The request is not well-formed. */
  INVALID_REQUEST(400, "The request is not well-formed"),
  /** The request has a field that is not known. */
  UNKNOWN_FIELD(400, "The request has a field that is not known"),
  /** PostgreSQL refused the SQL. */
  SQL_REFUSED(400, "PostgreSQL refused the SQL"),
  /** Sign in first. */
  NOT_SIGNED_IN(401, "Sign in first"),
  /** The token is not valid. */
  INVALID_TOKEN(401, "The token is not valid"),
  /** Address and password, or the sign-in code, do not fit. */
  INVALID_CREDENTIALS(401, "Address and password, or the sign-in code, do not fit"),
  /** The token has expired. */
  TOKEN_EXPIRED(401, "The token has expired"),
  /** The signature does not fit. */
  INVALID_SIGNATURE(401, "The signature does not fit"),
  /** The request lacks the header that guards the session. */
  CSRF_HEADER_MISSING(403, "The request lacks the header that guards the session"),
  /** The role does not allow this. */
  FORBIDDEN(403, "The role does not allow this"),
  /** The account has a second factor. */
  SECOND_FACTOR_NEEDED(403, "The account has a second factor"),
  /** Signing in needs TLS outside this machine. */
  INSECURE_CONNECTION(403, "Signing in needs TLS outside this machine"),
  /** There is no such thing. */
  NOT_FOUND(404, "There is no such thing"),
  /** Rickyard does not offer this. */
  NOT_OFFERED(404, "Rickyard does not offer this"),
  /** The method does not fit the resource. */
  METHOD_NOT_ALLOWED(405, "The method does not fit the resource"),
  /** The answer has no such form. */
  NOT_ACCEPTABLE(406, "The answer has no such form"),
  /** The request did not come in time. */
  REQUEST_TIMED_OUT(408, "The request did not come in time"),
  /** It does not fit the present state. */
  CONFLICT(409, "It does not fit the present state"),
  /** It was accepted and is not there yet. */
  NOT_READY_YET(409, "It was accepted and is not there yet"),
  /** The idempotency key was used with another request. */
  IDEMPOTENCY_KEY_REUSED(409, "The idempotency key was used with another request"),
  /** The delivery id was used with another body. */
  DELIVERY_REUSED(409, "The delivery id was used with another body"),
  /** This host cannot keep two organizations apart. */
  RUNTIME_NOT_ISOLATED(409, "This host cannot keep two organizations apart"),
  /** The organization has as many projects as it may have. */
  PROJECT_LIMIT_REACHED(409, "The organization has as many projects as it may have"),
  /** The organization has as many schedules as it may have. */
  SCHEDULE_LIMIT_REACHED(409, "The organization has as many schedules as it may have"),
  /** Another project has this domain. */
  DOMAIN_TAKEN(409, "Another project has this domain"),
  /** Nothing proves yet that the domain is the project's. */
  DOMAIN_NOT_PROVED(409, "Nothing proves yet that the domain is the project's"),
  /** The project is paused. */
  PROJECT_PAUSED(409, "The project is paused"),
  /** The project is active already. */
  PROJECT_ACTIVE(409, "The project is active already"),
  /** The project's deletion was accepted. */
  PROJECT_DELETED(409, "The project's deletion was accepted"),
  /** The project's stack was adopted, and that is its owner's to do. */
  PROJECT_ADOPTED(409, "The project's stack was adopted, and that is its owner's to do"),
  /** The project has no such service. */
  SERVICE_ABSENT(409, "The project has no such service"),
  /** The project signs nobody in by SAML. */
  SAML_DISABLED(409, "The project signs nobody in by SAML"),
  /** The key signs the project's tokens. */
  SIGNING_KEY_IN_USE(409, "The key signs the project's tokens"),
  /** The legacy API keys are enabled. */
  LEGACY_KEYS_ENABLED(409, "The legacy API keys are enabled"),
  /** The task has already ended. */
  TASK_ENDED(409, "The task has already ended"),
  /** The lock is not held, or not any more. */
  LOCK_NOT_HELD(409, "The lock is not held, or not any more"),
  /** The request is too large. */
  PAYLOAD_TOO_LARGE(413, "The request is too large"),
  /** The query's result is too large. */
  RESULT_TOO_LARGE(422, "The query's result is too large"),
  /** This type of task is not taken in a batch. */
  NOT_IN_BATCH(422, "This type of task is not taken in a batch"),
  /** The request has no form that is understood. */
  UNSUPPORTED_MEDIA_TYPE(415, "The request has no form that is understood"),
  /** The project has no gateway. */
  NO_GATEWAY(404, "The project has no gateway"),
  /** This host name is not served here. */
  UNKNOWN_HOST(421, "This host name is not served here"),
  /** The runtime does not offer this profile. */
  PROFILE_NOT_AVAILABLE(422, "The runtime does not offer this profile"),
  /** The task that was to do it did not succeed. */
  TASK_FAILED(422, "The task that was to do it did not succeed"),
  /** The request is understood but cannot be carried out. */
  UNPROCESSABLE(422, "The request is understood but cannot be carried out"),
  /** Too many requests. */
  RATE_LIMITED(429, "Too many requests"),
  /** Something went wrong here. */
  INTERNAL_ERROR(500, "Something went wrong here"),
  /** The project's gateway cannot be reached. */
  PROJECT_UNREACHABLE(502, "The project's gateway cannot be reached"),
  /** No capacity is free at the moment. */
  BUSY(503, "No capacity is free at the moment"),
  /** The project is not up yet. */
  PROJECT_STARTING(503, "The project is not up yet"),
  /** The project's database does not answer. */
  DATABASE_UNREACHABLE(503, "The project's database does not answer"),
  /** A part of Rickyard does not answer. */
  SERVICE_UNAVAILABLE(503, "A part of Rickyard does not answer"),
  /** It is not known whether the request was taken. */
  OUTCOME_UNKNOWN(503, "It is not known whether the request was taken"),
  /** It took too long. */
  TIMED_OUT(504, "It took too long"),
  /** There is too little free disk to take this in. */
  STORAGE_FULL(507, "There is too little free disk to take this in");

  private final int status;
  private final String title;

  ErrorCode(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The HTTP status it is answered with. */
  public int status() {
    return status;
  }

  /** What it means, for people. */
  public String title() {
    return title;
  }

  /** Its name on the wire, in snake case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The code of that wire name, if there is one. */
  public static Optional<ErrorCode> named(String wireName) {
    return Arrays.stream(values()).filter(code -> code.wireName().equals(wireName)).findFirst();
  }
}

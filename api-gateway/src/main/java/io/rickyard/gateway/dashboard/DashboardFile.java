package io.rickyard.gateway.dashboard;

import io.micronaut.http.MediaType;

/**
 * A file of the dashboard.
 *
 * @param content its bytes; not copied, never changed
 * @param type what they are
 * @param tag names this content, in the form of an ETag
 */
@SuppressWarnings("ArrayRecordComponent") // served as it is; nobody compares files
record DashboardFile(byte[] content, MediaType type, String tag) {}

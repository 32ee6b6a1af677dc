/**
 * The Management API's organizations and projects: the hosted platform's shapes and its form of
 * errors, with our own keys beside them, which its clients ignore.
 */
@NullMarked
package io.rickyard.gateway.management;

import org.jspecify.annotations.NullMarked;

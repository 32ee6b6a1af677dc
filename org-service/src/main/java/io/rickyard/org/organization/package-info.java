/**
 * Organizations, their members and what a role may do. Knows neither database nor HTTP; the tables
 * stand behind the ports declared here.
 */
@NullMarked
package io.rickyard.org.organization;

import org.jspecify.annotations.NullMarked;

variable "region" {
  description = "AWS region."
  type        = string
}

variable "environment" {
  description = "Name of this installation: production or staging."
  type        = string

  validation {
    condition     = contains(["production", "staging"], var.environment)
    error_message = "The environment must be production or staging."
  }
}

variable "repository" {
  description = "The GitHub repository whose workflows may deploy, as owner/name."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$", var.repository))
    error_message = "The repository must read owner/name."
  }
}

variable "vpc_id" {
  description = "The network of the hosts."
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets with a way out (NAT: hosts fetch packages, images and attestations)."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) > 0
    error_message = "At least one subnet is needed."
  }
}

variable "client_cidr_blocks" {
  description = "Where clients of the REST API come from, such as the load balancer's subnets."
  type        = list(string)
}

variable "event_bus" {
  description = "Kafka, as kafka://host:port,host:port."
  type        = string

  validation {
    condition     = can(regex("^kafka://[A-Za-z0-9.-]+:[0-9]+(,[A-Za-z0-9.-]+:[0-9]+)*$", var.event_bus))
    error_message = "The event bus must read kafka://host:port,host:port."
  }
}

variable "engine_cidr_blocks" {
  description = "Where Kafka and PostgreSQL are."
  type        = list(string)
}

variable "engine_ports" {
  description = "What Kafka and PostgreSQL listen on."
  type        = list(string)
  default     = ["5432", "9092"]
}

variable "bucket" {
  description = "Name of the bucket for datasets, models and prediction logs."
  type        = string
}

variable "instance_types" {
  description = "Instance type of each service that needs another one than t3.small."
  type        = map(string)
  default = {
    trainer   = "c7i.xlarge"
    inference = "c7i.large"
  }
}

variable "service" {
  description = "Name of the service, as in its image and its parameters."
  type        = string
}

variable "environment" {
  description = "production or staging."
  type        = string
}

variable "region" {
  description = "AWS region."
  type        = string
}

variable "account_id" {
  description = "AWS account."
  type        = string
}

variable "repository_arn" {
  description = "The ECR repository of the service's image."
  type        = string
}

variable "instance_type" {
  description = "EC2 instance type, x86-64."
  type        = string
}

variable "subnet_id" {
  description = "A private subnet with a way out."
  type        = string
}

variable "security_group_id" {
  description = "The security group of the hosts."
  type        = string
}

variable "volume_gigabytes" {
  description = "Size of the disk: the system, images, and what the service keeps under /data."
  type        = number
  default     = 30
}

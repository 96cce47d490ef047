terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "service" {
  type = string
}

variable "environment" {
  type = string
}

variable "region" {
  type = string
}

variable "repository" {
  type = string
}

variable "registry" {
  type = string
}

variable "repository_arn" {
  type = string
}

variable "bucket_arn" {
  type = string
}

variable "instance_type" {
  type = string
}

variable "subnet_id" {
  type = string
}

variable "security_group_id" {
  type = string
}

data "aws_ssm_parameter" "image" {
  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
}

data "aws_iam_policy_document" "from_ec2" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "host" {
  name               = "millrace-${var.environment}-${var.service}"
  assume_role_policy = data.aws_iam_policy_document.from_ec2.json
}

# No port 22: people and the pipeline come through Systems Manager.
resource "aws_iam_role_policy_attachment" "managed" {
  role       = aws_iam_role.host.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

data "aws_iam_policy_document" "host" {
  statement {
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  statement {
    actions   = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability"]
    resources = [var.repository_arn]
  }

  # The service's variables, secrets among them.
  statement {
    actions   = ["ssm:GetParametersByPath"]
    resources = ["arn:aws:ssm:${var.region}:*:parameter/millrace/${var.environment}/${var.service}"]
  }

  statement {
    actions   = ["s3:ListBucket", "s3:GetBucketLocation"]
    resources = [var.bucket_arn]
  }

  statement {
    actions   = ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:DeleteObject"]
    resources = ["${var.bucket_arn}/*"]
  }
}

resource "aws_iam_role_policy" "host" {
  name   = "what-the-service-needs"
  role   = aws_iam_role.host.id
  policy = data.aws_iam_policy_document.host.json
}

resource "aws_iam_instance_profile" "host" {
  name = aws_iam_role.host.name
  role = aws_iam_role.host.name
}

resource "aws_instance" "host" {
  ami                    = data.aws_ssm_parameter.image.value
  instance_type          = var.instance_type
  subnet_id              = var.subnet_id
  vpc_security_group_ids = [var.security_group_id]
  iam_instance_profile   = aws_iam_instance_profile.host.name
  ebs_optimized          = true

  user_data = templatefile("${path.module}/user-data.sh.tftpl", {
    registry    = var.registry
    repository  = var.repository
    region      = var.region
    service     = var.service
    environment = var.environment
    deploy      = filebase64("${path.module}/../../../bin/deploy-service")
    rollback    = filebase64("${path.module}/../../../bin/rollback-service")
  })

  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  root_block_device {
    encrypted   = true
    volume_size = 30
    volume_type = "gp3"
  }

  tags = {
    Name           = "millrace-${var.environment}-${var.service}"
    "millrace:app" = var.service
  }

  lifecycle {
    # A newer image of the system is taken on purpose, not with the next plan.
    ignore_changes = [ami]
  }
}

output "private_ip" {
  value = aws_instance.host.private_ip
}
